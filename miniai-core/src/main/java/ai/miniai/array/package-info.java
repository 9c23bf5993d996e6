/**
 * INTERNAL. How ND4J's arrays lie in memory: layouts, shapes, broadcasting, sums, and plain Java
 * loops over float32 memory that several threads share.
 */
@NullMarked
package ai.miniai.array;

import org.jspecify.annotations.NullMarked;
