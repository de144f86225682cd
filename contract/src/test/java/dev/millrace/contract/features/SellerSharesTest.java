package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SellerSharesTest {
    private static final long NOBODY = 0;

    @Test
    void aSellerHasItsShare() {
        SellerShares shares = new SellerShares(Map.of("Ocean Co", 0.25, "Hill Ltd", 0.5, "山海", 0.125));
        assertThat(shares.of(CatalogueFacts.sellerCode("Ocean Co"))).isEqualTo(0.25f);
        assertThat(shares.of(CatalogueFacts.sellerCode("Hill Ltd"))).isEqualTo(0.5f);
        assertThat(shares.of(CatalogueFacts.sellerCode("山海"))).isEqualTo(0.125f);
    }

    @Test
    void whoIsUnknownHasNone() {
        SellerShares shares = new SellerShares(Map.of("Ocean Co", 0.25));
        assertNoShareOfOthers(shares);
        assertThat(shares.of(CatalogueFacts.sellerCode("ocean co"))).isZero();
        assertThat(shares.of(NOBODY)).isZero();
        assertThat(SellerShares.NONE.of(CatalogueFacts.sellerCode("Ocean Co"))).isZero();
        assertThat(SellerShares.NONE.of(NOBODY)).isZero();
    }

    /// Its code is that of an empty place, where one who is unknown is looked for.
    @Test
    void theShareOfAnEmptyNameIsNobodys() {
        SellerShares shares = new SellerShares(Map.of("", 0.5, "Ocean Co", 0.25));
        assertNoShareOfOthers(shares);
        assertThat(shares.of(NOBODY)).isZero();
        assertThat(shares.of(CatalogueFacts.sellerCode("Ocean Co"))).isEqualTo(0.25f);
    }

    @Test
    void aShareThatIsNoNumberIsNone() {
        SellerShares shares = new SellerShares(Map.of("Ocean Co", Double.NaN, "Hill Ltd", Double.POSITIVE_INFINITY));
        assertThat(shares.of(CatalogueFacts.sellerCode("Ocean Co"))).isZero();
        assertThat(shares.of(CatalogueFacts.sellerCode("Hill Ltd"))).isZero();
    }

    private static void assertNoShareOfOthers(SellerShares shares) {
        for (int other = 0; other < 1_000; other++) {
            String seller = "other " + other;
            assertThat(shares.of(CatalogueFacts.sellerCode(seller))).as(seller).isZero();
        }
    }
}
