package ai.miniai.viz;

import com.google.common.xml.XmlEscapers;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Color;
import java.awt.Image;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Records what is drawn for an SVG. VectorGraphics2D records the shapes; text and explanations are
 * elements of their own, to be placed over them.
 */
final class SvgGraphics extends VectorGraphics2D implements TextGraphics {
  /** In place of the n-th image, a rectangle that far out is recorded. */
  private static final int ELSEWHERE = -1_000_000;

  private static final Pattern MARK =
      Pattern.compile(
          "<rect height=\"([^\"]*)\"[^>]* width=\"([^\"]*)\" x=\"-1(\\d{6})\" y=\"0\"/>");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final StringBuilder elements = new StringBuilder();
  private final List<byte[]> images = new ArrayList<>();

  @Override
  public void text(String text, Lettering lettering, AffineTransform place) {
    AffineTransform all = getTransform();
    all.concatenate(place);
    Color color = getColor();
    elements.append(
        String.format(
            Locale.ROOT,
            // The length keeps texts in their places where the font of the viewer is another one.
            "<text transform=\"matrix(%.4g %.4g %.4g %.4g %.2f %.2f)\" font-family=\"DejaVu Sans,"
                + " Verdana, sans-serif\" font-size=\"%d\"%s fill=\"#%06x\" textLength=\"%.2f\""
                + " lengthAdjust=\"spacingAndGlyphs\">%s</text>%n",
            all.getScaleX(),
            all.getShearY(),
            all.getShearX(),
            all.getScaleY(),
            all.getTranslateX(),
            all.getTranslateY(),
            lettering.font().getSize(),
            lettering.font().isBold() ? " font-weight=\"bold\"" : "",
            color.getRGB() & 0xffffff,
            lettering.width(text),
            escaped(text)));
  }

  @Override
  public void explain(Rectangle2D area, String text) {
    Rectangle2D place = getTransform().createTransformedShape(area).getBounds2D();
    elements.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"none\""
                + " pointer-events=\"all\"><title>%s</title></rect>%n",
            place.getX(),
            place.getY(),
            place.getWidth(),
            place.getHeight(),
            escaped(text)));
  }

  /** XML has no control characters, not even escaped ones. */
  private static String escaped(String text) {
    return XmlEscapers.xmlContentEscaper().escape(CONTROL.matcher(text).replaceAll(" "));
  }

  /**
   * Images are put in at the end, as {@link Png}: Java's own writer takes several times as long,
   * and its files are three times as large.
   */
  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    translate(x, y);
    fill(
        new Rectangle2D.Double(
            ELSEWHERE - images.size(), 0, image.getWidth(observer), image.getHeight(observer)));
    translate(-x, -y);
    images.add(Png.of((BufferedImage) image));
    return true;
  }

  /** The recorded shapes with the images in their places. */
  String withImages(String shapes) {
    return MARK.matcher(shapes)
        .replaceAll(
            mark ->
                image(mark.group(1), mark.group(2), images.get(Integer.parseInt(mark.group(3)))));
  }

  private static String image(String height, String width, byte... png) {
    // Viewers smooth enlarged images unless told not to; different viewers use different keywords.
    return "<image style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" height=\""
        + height
        + "\" preserveAspectRatio=\"none\" width=\""
        + width
        + "\" x=\"0\" xlink:href=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\" y=\"0\"/>";
  }

  /** The texts and explanations as elements of an SVG. */
  String elements() {
    return elements.toString();
  }
}
