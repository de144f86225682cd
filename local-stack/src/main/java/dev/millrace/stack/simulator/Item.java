package dev.millrace.stack.simulator;

/// A data set of the simulated shop, as far as decisions need it.
///
/// @param id primary key in the shop, below 1,000,000
/// @param title current title
/// @param priceCents in hundredths of a yuan; 0 = free
record Item(long id, String title, long priceCents) {

    Item withTitle(String newTitle) {
        return new Item(id, newTitle, priceCents);
    }

    Item withPrice(long newPriceCents) {
        return new Item(id, title, newPriceCents);
    }
}
