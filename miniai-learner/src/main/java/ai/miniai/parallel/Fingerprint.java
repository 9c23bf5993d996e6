package ai.miniai.parallel;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.Map;

/** A hash of a model's parameters: models with the same bits have the same. */
public final class Fingerprint {
  private Fingerprint() {}

  /** The hash of the names, shapes and values of all parameters, as 32 hexadecimal digits. */
  public static String of(Module model) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    for (Map.Entry<String, Tensor> entry : model.parameters().entrySet()) {
      byte[] bytes = StateMessage.write(Map.of(entry.getKey(), entry.getValue()));
      hasher.putInt(bytes.length).putBytes(bytes);
    }
    return hasher.hash().toString();
  }
}
