package dev.millrace.contract.features;

/// What is known of an item at one time.
public record ItemFacts(CatalogueFacts catalogue, StatisticsFacts statistics) {}
