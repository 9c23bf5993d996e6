/**
 * Data: data sets, loaders that shuffle and batch them, and Fashion-MNIST itself.
 *
 * <p>Items live on the Java heap until a loader makes tensors of a whole batch.
 */
@NullMarked
package ai.miniai.data;

import org.jspecify.annotations.NullMarked;
