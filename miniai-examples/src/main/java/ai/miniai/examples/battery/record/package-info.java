/**
 * What all batteries share: runs that are trained one by one, their stored records, and what the
 * doctor says of such a record.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.battery.record;

import org.jspecify.annotations.NullMarked;
