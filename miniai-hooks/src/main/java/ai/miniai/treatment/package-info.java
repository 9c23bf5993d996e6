/**
 * Acts on a diagnosis: trains again with the doctor's remedies, one after another, and keeps those
 * that help. {@link ai.miniai.treatment.Treatment} is the entry.
 */
@NullMarked
package ai.miniai.treatment;

import org.jspecify.annotations.NullMarked;
