/**
 * Networks that Keras has saved, read by DL4J's import, to train and diagnose.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.keras;

import org.jspecify.annotations.NullMarked;
