/** Ready blocks and networks of layers: the course's helper functions, and residual blocks. */
@NullMarked
package ai.miniai.nn.model;

import org.jspecify.annotations.NullMarked;
