package ai.miniai.examples.battery.tasks;

import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a multilayer perceptron: from [batch, ...] with {@code in} values for each item to
 * [batch, out].
 *
 * @param layers the number of hidden layers
 * @param hidden the number of units of each
 */
public record Mlp(int in, int layers, int hidden, int out) {
  /**
   * Creates a network.
   *
   * @param act after each hidden layer
   * @param norm before each {@code act}, if there is one; it gets the number of units
   * @param between after each {@code act}, if there is one
   */
  public Sequential create(
      Supplier<? extends Module> act,
      @Nullable IntFunction<? extends Module> norm,
      @Nullable Supplier<? extends Module> between) {
    List<Module> modules = new ArrayList<>(List.of(new Flatten()));
    for (int i = 0; i < layers; i++) {
      modules.add(new Linear(i == 0 ? in : hidden, hidden));
      if (norm != null) {
        modules.add(norm.apply(hidden));
      }
      modules.add(act.get());
      if (between != null) {
        modules.add(between.get());
      }
    }
    modules.add(new Linear(layers == 0 ? in : hidden, out));
    return new Sequential(modules);
  }
}
