package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Updates;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic gradient descent with optional momentum, Nesterov momentum and weight decay. The
 * formula is that of PyTorch's {@code torch.optim.SGD} (without dampening):
 *
 * <pre>
 * d = gradient + weightDecay · w
 * v = momentum · v + d              (v = d at the first step)
 * w = w − lr · v                    (Nesterov: w − lr · (d + momentum · v))
 * </pre>
 */
public final class SGD extends Optimizer {
  private final boolean nesterov;
  private final Map<String, INDArray> velocities = new LinkedHashMap<>();

  /** Plain SGD: no momentum, no weight decay. */
  public SGD(Map<String, Tensor> parameters, double learningRate) {
    this(List.of(new ParameterGroup(parameters, learningRate)), false);
  }

  /** With momentum. */
  public SGD(Map<String, Tensor> parameters, double learningRate, double momentum) {
    this(List.of(new ParameterGroup(parameters, learningRate).momentum(momentum)), false);
  }

  /** With parameter groups. Nesterov momentum requires a momentum in every group. */
  public SGD(List<ParameterGroup> groups, boolean nesterov) {
    super(groups);
    this.nesterov = nesterov;
    checkArgument(
        !nesterov || groups.stream().allMatch(group -> group.momentum() > 0),
        "Nesterov's variant wants momentum in every group");
  }

  @Override
  protected void update(ParameterGroup group, String name, Tensor parameter, Tensor gradient) {
    parameter.update(weight -> update(group, name, weight, gradient.array()));
  }

  private void update(ParameterGroup group, String name, INDArray weight, INDArray gradient) {
    INDArray direction = gradient;
    if (group.weightDecay() > 0) {
      direction = direction.add(weight.mul(group.weightDecay()));
    }
    if (group.momentum() > 0) {
      INDArray velocity = velocity(name, direction, group.momentum());
      direction = nesterov ? velocity.mul(group.momentum()).addi(direction) : velocity;
    }
    Updates.addScaled(weight, -group.lr(), direction);
  }

  private INDArray velocity(String name, INDArray direction, double momentum) {
    INDArray velocity = velocities.get(name);
    if (velocity == null) {
      INDArray first = MemoryScope.outside(() -> direction.dup('c'));
      velocities.put(name, first);
      return first;
    }
    return velocity.muli(momentum).addi(direction);
  }

  /**
   * The velocities by name of their parameter, for those parameters that have been updated with
   * momentum.
   */
  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    velocities.forEach((name, velocity) -> state.put(name, Tensor.wrap(velocity).detach()));
    return state.buildOrThrow();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a name is unknown, or a shape or type differs from that of
   *     its parameter; then nothing has been changed
   */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    Map<String, INDArray> loaded = new LinkedHashMap<>();
    state.forEach(
        (name, velocity) -> {
          Tensor parameter = parameter(name);
          checkArgument(
              Arrays.equals(velocity.shape(), parameter.shape())
                  && velocity.dataType() == parameter.dataType(),
              "the velocity of %s is %s %s, but the parameter is %s %s",
              name,
              velocity.dataType(),
              Arrays.toString(velocity.shape()),
              parameter.dataType(),
              Arrays.toString(parameter.shape()));
          loaded.put(name, velocity.detach().array());
        });
    velocities.clear();
    velocities.putAll(loaded);
  }
}
