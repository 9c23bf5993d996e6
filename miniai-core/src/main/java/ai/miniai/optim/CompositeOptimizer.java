package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several optimizers as one, each with its own parameters, learning rate and class, such as those
 * of a generator and a discriminator.
 *
 * <pre>{@code
 * learner.optimizer((parameters, lr) -> new CompositeOptimizer(Map.of(
 *     "discriminator", new SGD(ParameterGroup.under(parameters, "discriminator"), 4 * lr),
 *     "generator", new Adam(ParameterGroup.under(parameters, "generator"), lr))));
 * }</pre>
 *
 * <p>A training step of its own, in a subclass of {@code TrainCB}, steps one of them with {@code
 * opt().part("generator").step()}; {@link #step} steps all. The parameter groups are those of all
 * parts, in the order of the names of the parts (and not of the map, whose order may change from
 * run to run), so schedules and checkpoints treat the parts as one optimizer.
 */
public final class CompositeOptimizer extends Optimizer {
  private final ImmutableMap<String, Optimizer> parts;
  private final IdentityHashMap<ParameterGroup, Optimizer> owners = new IdentityHashMap<>();

  /**
   * With these optimizers by name.
   *
   * @throws IllegalArgumentException if there are none, if a name is empty or contains a dot, or if
   *     two optimizers have the same parameter
   */
  public CompositeOptimizer(Map<String, ? extends Optimizer> parts) {
    super(
        parts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(part -> part.getValue().groups().stream())
            .toList());
    parts
        .keySet()
        .forEach(
            name ->
                checkArgument(
                    !name.isEmpty() && !name.contains("."),
                    "the name of an optimizer may not be empty or contain a dot: \"%s\"",
                    name));
    this.parts = ImmutableMap.copyOf(ImmutableSortedMap.copyOf(parts));
    this.parts.values().forEach(part -> part.groups().forEach(group -> owners.put(group, part)));
  }

  @Override
  public Optimizer part(String name) {
    Optimizer part = parts.get(name);
    checkArgument(
        part != null, "the optimizer has no part named \"%s\", only %s", name, parts.keySet());
    return part;
  }

  @Override
  protected void update(ParameterGroup group, String name, Tensor parameter, Tensor gradient) {
    requireNonNull(owners.get(group)).update(group, name, parameter, gradient);
  }

  /** The states of all parts, with names like {@code "generator.0.weight.exp_avg"}. */
  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    parts.forEach(
        (name, part) ->
            part.stateDict().forEach((key, value) -> state.put(name + "." + key, value)));
    return state.buildOrThrow();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a name is not that of a part, or a part refuses its state;
   *     then nothing has been changed
   */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    state
        .keySet()
        .forEach(
            key ->
                checkArgument(
                    parts.containsKey(owner(key)),
                    "%s is of no part of the optimizer: there are %s",
                    key,
                    parts.keySet()));
    Map<String, Tensor> before = stateDict();
    try {
      loadParts(state);
    } catch (IllegalArgumentException doesNotFit) {
      loadParts(before);
      throw doesNotFit;
    }
  }

  private void loadParts(Map<String, Tensor> state) {
    parts.forEach((name, part) -> part.loadStateDict(under(name, state)));
  }

  private static Map<String, Tensor> under(String part, Map<String, Tensor> state) {
    return Maps.filterKeys(state, key -> owner(key).equals(part)).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(part.length() + 1), Map.Entry::getValue));
  }

  private static String owner(String key) {
    return key.substring(0, Math.max(0, key.indexOf('.')));
  }
}
