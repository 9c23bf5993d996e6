/**
 * INTERNAL. The memory of ND4J's arrays: layouts, shapes, broadcasting, sums, and multithreaded
 * plain Java loops over float32 arrays.
 */
@NullMarked
package ai.miniai.array;

import org.jspecify.annotations.NullMarked;
