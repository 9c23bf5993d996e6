package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns gradients into new weights, in place. */
public abstract class Optimizer {
  private final ImmutableList<ParameterGroup> groups;

  /** Makes an optimizer, as a {@code Learner} does when a fit begins: {@code SGD::new}. */
  @FunctionalInterface
  public interface Factory {
    Optimizer create(Map<String, Tensor> parameters, double learningRate);
  }

  /**
   * For subclasses.
   *
   * @throws IllegalArgumentException if there is no parameter in any group, or a name or a
   *     parameter stands in two
   */
  protected Optimizer(List<ParameterGroup> groups) {
    checkArgument(!groups.isEmpty(), "an optimizer wants at least one group of parameters");
    checkArgument(
        !groups.stream().allMatch(group -> group.parameters().isEmpty()),
        "the optimizer got an empty list of parameters: there is nothing to train");
    this.groups = ImmutableList.copyOf(groups);
    Set<String> names = new HashSet<>();
    IdentityHashMap<Tensor, String> parameters = new IdentityHashMap<>();
    for (ParameterGroup group : groups) {
      group
          .parameters()
          .forEach(
              (name, parameter) -> {
                checkArgument(names.add(name), "the name %s stands in more than one group", name);
                String other = parameters.put(parameter, name);
                checkArgument(
                    other == null,
                    "%s and %s are one parameter, which would be updated twice",
                    other,
                    name);
              });
    }
  }

  /** The groups, whose settings may be changed. */
  public final ImmutableList<ParameterGroup> groups() {
    return groups;
  }

  /** The parameter of this name in one of the groups. */
  final Tensor parameter(String name) {
    return groups.stream()
        .map(group -> group.parameters().get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the optimizer has no parameter named " + name));
  }

  /** The learning rate of the first group. */
  public final double lr() {
    return groups.get(0).lr();
  }

  /** Sets the learning rate of every group. */
  public final void lr(double value) {
    groups.forEach(group -> group.lr(value));
  }

  /** Changes every parameter that has a gradient; the others, frozen ones say, stay. */
  public final void step() {
    for (ParameterGroup group : groups) {
      group
          .parameters()
          .forEach(
              (name, parameter) -> {
                Tensor gradient = parameter.lendGrad();
                if (gradient != null && parameter.requiresGrad()) {
                  update(group, name, parameter, gradient);
                }
              });
    }
  }

  /** Changes one parameter. The gradient must not be changed. */
  protected abstract void update(
      ParameterGroup group, String name, Tensor parameter, Tensor gradient);

  /** Clears the gradients of all parameters. */
  public final void zeroGrad() {
    groups.forEach(group -> group.parameters().values().forEach(Tensor::zeroGrad));
  }

  /** A copy of what the optimizer remembers between steps: tensors by a name of their own. */
  public abstract Map<String, Tensor> stateDict();

  /** Takes what {@link #stateDict} gave: afterwards the next step is the same. */
  public abstract void loadStateDict(Map<String, Tensor> state);
}
