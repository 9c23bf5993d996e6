/**
 * Modules: layers with parameters, containers of layers, losses and initialisation.
 *
 * <p>Forward, backward and pre-forward hooks are registered here, on {@link ai.miniai.nn.Module}.
 */
@NullMarked
package ai.miniai.nn;

import org.jspecify.annotations.NullMarked;
