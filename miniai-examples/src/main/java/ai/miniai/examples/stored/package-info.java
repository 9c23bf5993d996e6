/**
 * Networks that DL4J or Keras has stored, to train and diagnose.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.stored;

import org.jspecify.annotations.NullMarked;
