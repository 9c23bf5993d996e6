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
import org.nd4j.linalg.api.buffer.DataType;

/** Updates parameters in place, using their gradients. */
public abstract class Optimizer {
  /** In float16 even the usual eps would be rounded to 0. */
  private static final Set<DataType> TYPES = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private final ImmutableList<ParameterGroup> groups;

  /**
   * Creates an optimizer; a {@code Learner} calls it at the start of a fit. Example: {@code
   * SGD::new}.
   */
  @FunctionalInterface
  public interface Factory {
    Optimizer create(Map<String, Tensor> parameters, double learningRate);
  }

  /**
   * For subclasses.
   *
   * @throws IllegalArgumentException if there are no parameters, if two groups contain the same
   *     name or the same parameter, or if a parameter is not float32 or float64
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
                checkArgument(
                    TYPES.contains(parameter.dataType()),
                    "the parameter %s is of type %s: optimizers train FLOAT and DOUBLE; convert it"
                        + " with to(DataType.FLOAT)",
                    name,
                    parameter.dataType());
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

  /** The groups. Their settings may be changed. */
  public final List<ParameterGroup> groups() {
    return groups;
  }

  /**
   * The optimizer with this name, of those that a {@link CompositeOptimizer} is made of.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Optimizer part(String name) {
    throw new IllegalArgumentException(
        "%s is one optimizer without parts, so it has none named \"%s\": a CompositeOptimizer has"
            .formatted(getClass().getSimpleName(), name));
  }

  /** The parameter with this name, in whichever group it is. */
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

  /** Sets the learning rate of all groups to the same value. */
  public final void lr(double value) {
    groups.forEach(group -> group.lr(value));
  }

  /**
   * Updates every parameter that has a gradient; parameters without one, such as frozen ones, are
   * skipped.
   */
  public final void step() {
    for (ParameterGroup group : groups) {
      group
          .parameters()
          .forEach(
              (name, parameter) -> {
                Tensor gradient = parameter.lendGrad();
                if (gradient != null && parameter.requiresGrad() && parameter.length() > 0) {
                  update(group, name, parameter, gradient);
                }
              });
    }
  }

  /** Updates one parameter. Must not change the gradient. */
  protected abstract void update(
      ParameterGroup group, String name, Tensor parameter, Tensor gradient);

  /** Clears the gradients of all parameters. */
  public final void zeroGrad() {
    groups.forEach(group -> group.parameters().values().forEach(Tensor::zeroGrad));
  }

  /** A copy of the optimizer's state: tensors by name. */
  public abstract Map<String, Tensor> stateDict();

  /** Restores what {@link #stateDict} returned, so that the next step is the same. */
  public abstract void loadStateDict(Map<String, Tensor> state);
}
