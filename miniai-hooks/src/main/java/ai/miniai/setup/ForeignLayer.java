package ai.miniai.setup;

import org.apiguardian.api.API;

/** A module that computes with a layer of another framework, whose words a diagnosis should use. */
@API(status = API.Status.INTERNAL)
public interface ForeignLayer {
  /** The name of the framework, for {@link RunSetup#framework}. */
  String framework();

  /** The framework's description of the layer, at {@code path} in the model. */
  LayerInfo info(String path);
}
