/**
 * The processor or card that computes, and what its native libraries are told before they are
 * loaded.
 */
@NullMarked
package ai.miniai.device;

import org.jspecify.annotations.NullMarked;
