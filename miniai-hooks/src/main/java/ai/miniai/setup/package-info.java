/**
 * How a run was set up: its layers, loss function, optimizer, targets and outputs, as far as a
 * diagnosis needs to know them. {@link ai.miniai.setup.SetupObserver} finds out, {@link
 * ai.miniai.setup.RunSetup} is the result.
 */
@NullMarked
package ai.miniai.setup;

import org.jspecify.annotations.NullMarked;
