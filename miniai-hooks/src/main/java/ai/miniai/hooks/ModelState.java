package ai.miniai.hooks;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass may change of a model, put back on closing.
 *
 * @param modes the mode of each module, parents before their children
 * @param buffers each buffer and a copy of it
 */
record ModelState(List<Mode> modes, List<Copy> buffers) implements AutoCloseable {
  /** A module's mode. */
  private record Mode(Module module, boolean training) {}

  /** A buffer and what it held. */
  private record Copy(Tensor buffer, Tensor values) {}

  static ModelState of(Module model) {
    List<Mode> modes = new ArrayList<>();
    model.apply(module -> modes.add(new Mode(module, module.training())));
    List<Copy> buffers =
        model.buffers().values().stream().map(b -> new Copy(b, b.detach())).toList();
    // Setting a mode sets that of all modules below: theirs comes after.
    return new ModelState(Lists.reverse(modes), buffers);
  }

  @Override
  public void close() {
    modes.forEach(mode -> mode.module.train(mode.training));
    buffers.forEach(copy -> copy.buffer.array().assign(copy.values.array()));
  }
}
