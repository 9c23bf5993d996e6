package ai.miniai.setup;

/**
 * A layer of the network.
 *
 * @param path the dotted path of the module
 * @param type its type, such as "Conv2d"
 * @param details its settings, such as "16, 32, kernel 3×3"; may be empty
 */
public record LayerInfo(String path, String type, String details) {
  /** Text such as "2.0 (Conv2d 16, 32, kernel 3×3)". */
  public String title() {
    return path + " (" + (details.isEmpty() ? type : type + " " + details) + ")";
  }
}
