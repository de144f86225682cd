/// What dataset and dataset_image rows mean: catalogue items.
@NullMarked
package dev.millrace.streams.catalogue;

import org.jspecify.annotations.NullMarked;
