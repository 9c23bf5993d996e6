/** A table of a model's modules, with the shapes and sizes that a batch has in each. */
@NullMarked
package ai.miniai.summary;

import org.jspecify.annotations.NullMarked;
