/**
 * Images in files: a data set of folders, one per class.
 *
 * <p>Apart from the charts this is the only package that decodes images; it does not need a
 * display.
 */
@NullMarked
package ai.miniai.data.image;

import org.jspecify.annotations.NullMarked;
