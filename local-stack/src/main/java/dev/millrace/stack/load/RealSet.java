package dev.millrace.stack.load;

import java.nio.file.Path;

/// A data set that can be imported, by its folder name.
enum RealSet {
    CATALOGUE("catalogue") {
        @Override
        LoadPlan plan(Path folder, int limit, String prefix) {
            return CatalogueSet.plan(folder, limit);
        }
    },
    ONLINE_RETAIL("online-retail") {
        @Override
        LoadPlan plan(Path folder, int limit, String prefix) {
            return RetailSet.plan(folder, limit);
        }
    },
    ESHOP("eshop-clickstream") {
        @Override
        LoadPlan plan(Path folder, int limit, String prefix) {
            return EshopSet.plan(folder, limit, prefix);
        }
    },
    MATOMO("matomo") {
        @Override
        LoadPlan plan(Path folder, int limit, String prefix) {
            return MatomoFixtureSet.plan(folder, limit, prefix);
        }
    };

    private final String label;

    RealSet(String label) {
        this.label = label;
    }

    /// The name of its folder, and on the command line.
    String label() {
        return label;
    }

    /// Reads the set below `folder`.
    ///
    /// @param limit at most so many lines of each source file
    /// @param prefix Matomo's table prefix in the target
    abstract LoadPlan plan(Path folder, int limit, String prefix);
}
