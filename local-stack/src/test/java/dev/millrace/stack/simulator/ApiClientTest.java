package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiClientTest {

    @Test
    void clicksAnItemOfTheTrendingList() {
        var asked = new Change.FollowRecommendation(3, 0, 0.0);
        assertThat(ApiClient.click(asked, "req_x-1", """
                {"items":[{"item_id":"ds:7","dataset_id":7,"title":"Seven"},{"dataset_id":8,"title":"Eight"}]}"""))
                .contains(new Change.ClickShown(3, 0, 7, "Seven", "req_x-1", 1));
    }

    @Test
    void clicksFurtherDownAListOfSimilarItems() {
        var asked = new Change.FollowRecommendation(3, 5, 0.45);
        assertThat(ApiClient.click(asked, "req_x-2", """
                {"similar_items":[{"dataset_id":7,"title":"Seven"},{"dataset_id":8,"title":"Eight"}]}"""))
                .contains(new Change.ClickShown(3, 5, 8, "Eight", "req_x-2", 2));
    }

    @Test
    void nothingShownOrNotUnderstoodIsNoClick() {
        var asked = new Change.FollowRecommendation(3, 5, 0.5);
        assertThat(ApiClient.click(asked, "req_x", "{\"similar_items\":[]}")).isEmpty();
        assertThat(ApiClient.click(asked, "req_x", "{}")).isEmpty();
        assertThat(ApiClient.click(asked, "req_x", "<html>")).isEmpty();
    }

    @Test
    void positionsStayInTheListForAnyChoice() {
        for (double choice = 0; choice < 1; choice += 0.001) {
            assertThat(ApiClient.position(choice, 5)).isBetween(0, 4);
        }
        assertThat(ApiClient.position(Math.nextDown(1.0), 20)).isBetween(0, 19);
    }
}
