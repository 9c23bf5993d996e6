package ai.miniai.setup;

import com.google.common.base.Ascii;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer of the network.
 *
 * @param path the dotted path of the module
 * @param type its type, such as "Conv2d"
 * @param details its settings, such as "16, 32, kernel 3×3"; may be empty
 */
public record LayerInfo(String path, String type, String details) {
  /** Two numbers at the start of the details, such as "16, 32". */
  private static final Pattern FEATURES = Pattern.compile("(\\d+), (\\d+)\\b");

  /** The types, here and elsewhere, whose details start with the features before and after. */
  private static final Pattern CHANGES_FEATURES =
      Pattern.compile("Conv|Linear|Dense|Embedding|RNN|LSTM|GRU|OutputLayer");

  /** Whether it is this activation, such as "relu", or ends with it, as layers of DL4J do. */
  public boolean isActivation(String name) {
    String settings = Ascii.toLowerCase(details);
    return Ascii.toLowerCase(type).equals(name)
        || settings.equals(name)
        || settings.endsWith(", " + name);
  }

  /**
   * A short text such as "Conv2d 16→32": the type, and the number of features before and after it
   * if these are the first of its details.
   */
  public String label() {
    Matcher features = FEATURES.matcher(details);
    return CHANGES_FEATURES.matcher(type).find() && features.lookingAt()
        ? type + " " + features.group(1) + "→" + features.group(2)
        : type;
  }

  /** Text such as "2.0 (Conv2d 16, 32, kernel 3×3)". */
  public String title() {
    return path + " (" + (details.isEmpty() ? type : type + " " + details) + ")";
  }
}
