package ai.miniai.onnx;

import ai.miniai.nn.Module;
import ai.miniai.nn.ModuleException;
import ai.miniai.tensor.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes models as ONNX files (operator set 17), which ONNX Runtime and other programs run without
 * this library.
 *
 * <pre>{@code
 * Onnx.export(model, x, Path.of("fashion.onnx"));
 * }</pre>
 *
 * The file holds what {@link Module#callAll} computes in evaluation mode, without hooks, for
 * batches of any size. All other sizes are those of the example.
 */
public final class Onnx {
  private Onnx() {}

  /**
   * Writes {@code model} to {@code file}. If this fails, the file is unchanged.
   *
   * @param exampleInput has the type and the shape of the inputs to come, [batch, ...], with any
   *     batch size but 0. The model runs with it
   * @throws IllegalArgumentException if a part of the model has no equivalent in ONNX. The message
   *     names all such parts: the path of the module, the function, and why
   * @throws ModuleException if the model cannot run with the example, or be copied ({@link
   *     Module#copy})
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void export(Module model, Tensor exampleInput, Path file) {
    of(model, exampleInput).export(file);
  }

  /** An export with settings, for a model with any number of inputs. */
  public static OnnxExport of(Module model, Tensor... exampleInputs) {
    return new OnnxExport(model, exampleInputs);
  }
}
