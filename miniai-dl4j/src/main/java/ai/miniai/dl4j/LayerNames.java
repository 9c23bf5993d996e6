package ai.miniai.dl4j;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The names of layers and vertices, in modules and in recordings. */
final class LayerNames {
  private LayerNames() {}

  /**
   * DL4J's names of the layers, "layer0" if none was set. If a name is used twice, the second one
   * gets its position appended.
   */
  static ImmutableList<String> of(MultiLayerNetwork network) {
    Set<String> taken = new HashSet<>();
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (int i = 0; i < network.getnLayers(); i++) {
      String name = of(network.getLayer(i), i);
      names.add(taken.add(name) ? name : name + "_" + i);
    }
    return names.build();
  }

  /** The name of one layer. */
  static String of(Layer layer, int index) {
    String name = layer.getConfig().getLayerName();
    return name == null || name.isEmpty() ? "layer" + index : name;
  }

  /** A name as a component of a path: dots, which separate components, are replaced. */
  static String inPath(String name) {
    return name.replace('.', '_');
  }
}
