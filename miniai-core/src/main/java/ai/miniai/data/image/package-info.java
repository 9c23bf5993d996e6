/**
 * Images in files: a data set of folders, one for each class.
 *
 * <p>The only package below the charts that decodes pictures; it needs no display.
 */
@NullMarked
package ai.miniai.data.image;

import org.jspecify.annotations.NullMarked;
