package ai.miniai.setup;

import com.google.common.base.Ascii;

/**
 * A layer of the network.
 *
 * @param path the dotted path of the module
 * @param type its type, such as "Conv2d"
 * @param details its settings, such as "16, 32, kernel 3×3"; may be empty
 */
public record LayerInfo(String path, String type, String details) {
  /** Whether it is this activation, such as "relu", or ends with it, as layers of DL4J do. */
  public boolean isActivation(String name) {
    String settings = Ascii.toLowerCase(details);
    return Ascii.toLowerCase(type).equals(name)
        || settings.equals(name)
        || settings.endsWith(", " + name);
  }

  /** Text such as "2.0 (Conv2d 16, 32, kernel 3×3)". */
  public String title() {
    return path + " (" + (details.isEmpty() ? type : type + " " + details) + ")";
  }
}
