/**
 * A page in the browser that shows a training while it runs, and a report of finished runs in one
 * file.
 */
@NullMarked
package ai.miniai.live;

import org.jspecify.annotations.NullMarked;
