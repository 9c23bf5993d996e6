package ai.miniai.notebook;

import ai.miniai.viz.Figure;
import com.google.common.collect.ImmutableMap;
import java.util.Base64;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** The forms in which a value is sent to the front end. Each has text, for what cannot draw. */
final class Shown {
  private static final String PNG = "image/png";

  private Shown() {}

  /** As a picture, whose pixels are half as large as those of the screen. */
  static DisplayData figure(Figure figure) {
    DisplayData data = text("Figure " + figure.width() + " × " + figure.height());
    data.putData(PNG, Base64.getEncoder().encodeToString(figure.png()));
    data.putMetaData(PNG, ImmutableMap.of("width", figure.width(), "height", figure.height()));
    return data;
  }

  static DisplayData html(String html, String text) {
    DisplayData data = text(text);
    data.putHTML(html);
    return data;
  }

  static DisplayData text(String text) {
    return DisplayData.fromText(text);
  }
}
