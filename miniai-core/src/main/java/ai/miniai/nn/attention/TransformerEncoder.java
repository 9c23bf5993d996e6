package ai.miniai.nn.attention;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.nn.ModuleList;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers of a transformer's encoder, one after the other, and a normalisation of the last output if
 * wanted. Masks may follow the input, as for {@link MultiheadAttention}; each layer gets them.
 * Names are PyTorch's. (PyTorch copies one layer, so that all begin with the same weights.)
 */
public final class TransformerEncoder extends Module {
  private final ModuleList layers;
  private final @Nullable Module norm;

  /** Without a normalisation at the end. */
  public TransformerEncoder(List<TransformerEncoderLayer> layers) {
    this(layers, null);
  }

  /**
   * With a normalisation at the end, or none.
   *
   * @param norm such as a {@link ai.miniai.nn.norm.LayerNorm}, usual if the layers are {@link
   *     TransformerEncoderLayer#normFirst}; or null
   */
  public TransformerEncoder(List<TransformerEncoderLayer> layers, @Nullable Module norm) {
    checkArgument(!layers.isEmpty(), "an encoder wants at least one layer");
    this.layers = child("layers", new ModuleList(layers));
    this.norm = norm == null ? null : child("norm", norm);
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    Tensor[] withMasks = inputs.clone();
    for (Module layer : layers) {
      withMasks[0] = layer.call(withMasks);
    }
    return norm == null ? withMasks[0] : norm.call(withMasks[0]);
  }
}
