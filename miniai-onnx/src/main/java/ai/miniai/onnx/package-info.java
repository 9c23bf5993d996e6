/**
 * Models as ONNX files, which other programs run.
 *
 * <p>A forward pass is traced, not translated module by module: it may be any Java code, such as
 * that of a residual block or of a module that a user wrote, and what runs is what is exported. It
 * runs twice, with batches of different size and values. Where both runs are alike, the graph has a
 * constant; a size that is a multiple of the batch's follows the batch; anything else is refused by
 * name. So no size of the example and no value that was computed from it is written into the file
 * by mistake.
 */
@NullMarked
package ai.miniai.onnx;

import org.jspecify.annotations.NullMarked;
