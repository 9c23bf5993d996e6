package ai.miniai.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;

/**
 * Two axes with numbers and a grid, drawn by XChart, and layers that are drawn over them.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param layers from bottom to top
 */
record Axes(Axis x, Axis y, List<Layer> layers) implements Panel {
  /** Something that is drawn on the axes. */
  @FunctionalInterface
  interface Layer {
    void paint(Graphics2D g, PlotArea area);
  }

  /** XChart's default format would omit the digit before the decimal point. */
  private static final String DECIMALS = "#,##0.##########";

  private static final BasicStroke HAIR = new BasicStroke(0.7f);
  private static final Color CLEAR = new Color(255, 255, 255, 0);

  @Override
  public void paint(Graphics2D g, int width, int height) {
    XYChart chart = new XYChart(width, height);
    chart.setXAxisTitle(title(x));
    chart.setYAxisTitle(title(y));
    style(chart.getStyler());
    for (Layer layer : layers) {
      chart.addAnnotation(new OnChart(layer, new PlotArea(chart, x, y)));
    }
    chart.paint(g, width, height);
  }

  private static String title(Axis axis) {
    int exponent = axis.exponent();
    return exponent == 0 ? axis.title() : axis.title() + " (×10" + raised(exponent) + ")";
  }

  static String raised(int number) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(number).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }

  private void style(XYStyler styler) {
    styler.setLegendVisible(false).setChartTitleVisible(false).setChartPadding(2);
    styler.setChartBackgroundColor(CLEAR).setPlotBackgroundColor(CLEAR);
    styler.setChartFontColor(Palette.INK).setPlotBorderColor(Palette.FRAME);
    // Slightly less than the full range: XChart omits numbers that are exactly at the ends.
    styler.setPlotContentSize(0.998);
    styler.setLocale(Locale.ROOT);
    styler.setPlotGridLinesColor(Palette.GRID_LINE).setPlotGridLinesStroke(HAIR);
    styler.setAxisTitleFont(Lettering.LABEL.font()).setAxisTitlePadding(6);
    styler.setAxisTickLabelsFont(Lettering.TICK.font()).setAxisTickLabelsColor(Palette.INK);
    styler.setAxisTickMarksColor(Palette.FRAME).setAxisTickMarksStroke(HAIR);
    styler.setAxisTicksLineVisible(false).setAxisTickMarkLength(3).setAxisTickPadding(3);
    styler.setPlotMargin(0).setXAxisTickMarkSpacingHint(50).setYAxisTickMarkSpacingHint(44);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    styler.setYAxisDecimalPattern(DECIMALS);
    styler.setXAxisDecimalPattern(x.kind() == Axis.Kind.WHOLE ? "#,##0" : DECIMALS);
    styler.setXAxisLogarithmic(x.kind() == Axis.Kind.LOGARITHMIC);
    styler.setXAxisMin(scaled(x, x.min())).setXAxisMax(scaled(x, x.max()));
    styler.setYAxisMin(scaled(y, y.min())).setYAxisMax(scaled(y, y.max()));
    if (y.kind() == Axis.Kind.EXPONENT) {
      styler.setyAxisTickLabelsFormattingFunction(Axes::powerOfTen);
    }
    if (x.kind() == Axis.Kind.EXPONENT) {
      styler.setxAxisTickLabelsFormattingFunction(Axes::powerOfTen);
    }
  }

  /** Only whole powers of ten get a label. */
  private static String powerOfTen(double exponent) {
    int whole = (int) Math.rint(exponent);
    return Math.abs(exponent - whole) > 1e-9 ? " " : "10" + raised(whole);
  }

  private static double scaled(Axis axis, double value) {
    return value / Math.pow(10, axis.exponent());
  }

  /** A layer as an XChart annotation, which XChart draws in its turn. */
  private static final class OnChart extends Annotation {
    private final Layer layer;
    private final PlotArea area;

    OnChart(Layer layer, PlotArea area) {
      super(false);
      this.layer = layer;
      this.area = area;
    }

    @Override
    public void paint(Graphics2D g) {
      Shape before = g.getClip();
      layer.paint(g, area);
      g.setClip(before);
    }
  }
}
