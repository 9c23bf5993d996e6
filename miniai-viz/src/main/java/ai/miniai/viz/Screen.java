package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkState;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.Serial;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** Checks for fonts, and shows windows. */
final class Screen {
  private Screen() {}

  /**
   * Throws a readable exception if there are no fonts; the exceptions of AWT do not say what is
   * missing.
   */
  static void requireFonts() {
    try {
      GraphicsEnvironment.getLocalGraphicsEnvironment();
    } catch (AWTError | LinkageError e) {
      throw new IllegalStateException(
          "the display that DISPLAY names does not let Java in; pictures need none: unset DISPLAY,"
              + " or start Java with -Djava.awt.headless=true",
          e);
    }
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
      new TextLayout("0", font, new FontRenderContext(null, true, true)).getBounds();
    } catch (RuntimeException | Error e) {
      throw new IllegalStateException(
          "Java finds no fonts on this machine, so that no picture can be labelled: install"
              + " fontconfig and a font (Debian and Ubuntu: apt-get install fontconfig"
              + " fonts-dejavu-core; Alpine: apk add fontconfig ttf-dejavu)",
          e);
    }
  }

  /** Opens a window with {@code image}. */
  static void show(BufferedImage image, String title) {
    checkState(
        !GraphicsEnvironment.isHeadless(),
        "there is no display to show a picture on: use save(Path.of(\"picture.png\"))");
    SwingUtilities.invokeLater(
        () -> {
          JFrame frame = new JFrame(title);
          frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
          frame.add(new Canvas(image));
          frame.setSize(image.getWidth() / 2 + 40, image.getHeight() / 2 + 60);
          frame.setLocationByPlatform(true);
          frame.setVisible(true);
        });
  }

  /** An image as large as the window allows. */
  private static final class Canvas extends JPanel {
    @Serial private static final long serialVersionUID = 1;

    private final transient BufferedImage image;

    Canvas(BufferedImage image) {
      this.image = image;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      double scale =
          Math.min(
              (double) getWidth() / image.getWidth(), (double) getHeight() / image.getHeight());
      int width = (int) (scale * image.getWidth());
      int height = (int) (scale * image.getHeight());
      Graphics2D g = (Graphics2D) graphics;
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.drawImage(image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
    }
  }
}
