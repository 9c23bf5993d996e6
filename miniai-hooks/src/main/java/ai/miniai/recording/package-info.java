/** Recordings: what hooks have seen of a training, as numbers, with their storage as JSON. */
@NullMarked
package ai.miniai.recording;

import org.jspecify.annotations.NullMarked;
