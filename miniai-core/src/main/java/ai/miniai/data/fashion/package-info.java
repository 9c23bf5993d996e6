/**
 * Fetching the Fashion-MNIST data set: from a directory, a Debian package or the network, checked
 * and cached.
 */
@NullMarked
package ai.miniai.data.fashion;

import org.jspecify.annotations.NullMarked;
