package ai.miniai.nn.model;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps only the inputs of {@code body} for the backward pass, which computes all else again: see
 * {@link Autograd#checkpoint}. A deep network of such blocks takes the memory of the inputs of all
 * blocks and of the insides of one, and a third more time.
 *
 * <pre>{@code
 * new Sequential(new Checkpointed(block1), new Checkpointed(block2), head)
 * }</pre>
 *
 * <p>Buffers, such as the running statistics of batch normalisation, change once in a step.
 */
public final class Checkpointed extends Module {
  private final Module body;

  public Checkpointed(Module body) {
    this.body = child("body", body);
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    return training()
        ? Autograd.checkpoint(this::run, body.parameters().values(), inputs)
        : body.call(inputs);
  }

  private Tensor run(List<Tensor> inputs) {
    if (!Autograd.isAgain()) {
      return body.call(inputs.toArray(new Tensor[0]));
    }
    Map<Tensor, Tensor> before = changing();
    try {
      return body.call(inputs.toArray(new Tensor[0]));
    } finally {
      before.forEach((buffer, value) -> buffer.update(array -> array.assign(value.array())));
    }
  }

  /** The buffers of modules in training mode, which change in a forward pass, with their values. */
  private Map<Tensor, Tensor> changing() {
    Set<Tensor> all = new HashSet<>(body.buffers().values());
    body.modules().stream()
        .filter(module -> !module.training())
        .forEach(module -> all.removeAll(module.buffers().values()));
    return Maps.toMap(all, Tensor::detach);
  }
}
