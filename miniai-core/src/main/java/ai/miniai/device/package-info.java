/**
 * The device that computes (CPU or GPU), and settings for its native libraries that must be made
 * before they are loaded.
 */
@NullMarked
package ai.miniai.device;

import org.jspecify.annotations.NullMarked;
