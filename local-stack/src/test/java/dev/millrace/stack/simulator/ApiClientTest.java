package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiClientTest {
    private static final String VISITOR = "00ff00ff00ff00ff";

    @Test
    void asksForTheListOfThePageAndOfWhoLooksAtIt() {
        assertThat(new Change.FollowRecommendation(3, 5, VISITOR, 0, 0).path(20))
                .isEqualTo("/recommend/detail/5?visitor_id=00ff00ff00ff00ff&limit=20");
        assertThat(new Change.FollowRecommendation(3, 5, VISITOR, 9, 0).path(20))
                .isEqualTo("/recommend/detail/5?user_id=9&limit=20");
        assertThat(new Change.FollowRecommendation(3, 0, VISITOR, 9, 0).path(20))
                .isEqualTo("/recommend/user/9?limit=20");
        assertThat(new Change.FollowRecommendation(3, 0, VISITOR, 0, 0).path(20))
                .isEqualTo("/hot/trending?timeframe=1h&limit=20");
    }

    @Test
    void clicksAnItemOfTheTrendingList() {
        var asked = new Change.FollowRecommendation(3, 0, VISITOR, 0, 0.0);
        assertThat(ApiClient.click(asked, "req_x-1", """
                {"items":[{"item_id":"ds:7","dataset_id":7,"title":"Seven"},{"dataset_id":8,"title":"Eight"}]}"""))
                .contains(new Change.ClickShown(3, 0, 7, "Seven", "req_x-1", 1));
    }

    @Test
    void clicksFurtherDownAListOfRecommendations() {
        var asked = new Change.FollowRecommendation(3, 5, VISITOR, 0, 0.45);
        assertThat(ApiClient.click(asked, "req_x-2", """
                {"recommendations":[{"dataset_id":7,"title":"Seven"},{"dataset_id":8,"title":"Eight"}]}"""))
                .contains(new Change.ClickShown(3, 5, 8, "Eight", "req_x-2", 2));
    }

    @Test
    void nothingShownOrNotUnderstoodIsNoClick() {
        var asked = new Change.FollowRecommendation(3, 5, VISITOR, 9, 0.5);
        assertThat(ApiClient.click(asked, "req_x", "{\"recommendations\":[]}")).isEmpty();
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
