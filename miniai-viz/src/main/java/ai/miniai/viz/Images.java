package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The images of a batch, each with its label. */
final class Images {
  private static final int SIDE = 112;

  /** Changes the image at a position in the batch. */
  private interface Change {
    BufferedImage apply(int index, BufferedImage image);
  }

  private Images() {}

  static Figure of(Batch batch, List<String> classNames, int most) {
    return of(batch, classNames, most, (index, image) -> image);
  }

  /** With {@code maps} [batch, height, width] as colours over the images. */
  static Figure of(Batch batch, Tensor maps, List<String> classNames, int most) {
    Tensor x = batch.x();
    checkArgument(
        x.rank() == 4 && Arrays.equals(maps.shape(), new long[] {x.size(0), x.size(2), x.size(3)}),
        "heat maps have the shape [batch, height, width] of the images, but for images %s they"
            + " have %s",
        Arrays.toString(x.shape()),
        Arrays.toString(maps.shape()));
    return of(
        batch,
        classNames,
        most,
        (index, image) -> {
          double[] values = maps.select(0, index).toDoubles();
          return HeatOverlay.of(values).over(image, values);
        });
  }

  private static Figure of(Batch batch, List<String> classNames, int most, Change change) {
    checkArgument(most > 0, "at least one image must be wanted, not %s", most);
    Tensor x = batch.x();
    checkArgument(
        x.rank() == 4 && (x.size(1) == 1 || x.size(1) == 3),
        "images have the shape [batch, 1 or 3, height, width], but the batch's inputs have %s",
        Arrays.toString(x.shape()));
    int n = (int) Math.min(most, x.size(0));
    if (n == 0) {
      return Figure.of(new Message("The batch is empty."), "", 640, 240);
    }
    List<String> labels = Labels.of(batch, classNames, n);
    double[] values = x.slice(0, 0, n).toDoubles();
    Shades shades = Shades.of(values);
    int height = (int) x.size(2);
    int width = (int) x.size(3);
    int channels = (int) x.size(1);
    List<Grid.Cell> cells = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int from = i * channels * height * width;
      double[] one = Arrays.copyOfRange(values, from, from + channels * height * width);
      BufferedImage image = shades.image(channels, height, width, one);
      cells.add(new Grid.Cell(labels.get(i), "", panel(change.apply(i, image))));
    }
    int heading = labels.stream().allMatch(String::isEmpty) ? 0 : Grid.HEADING;
    int tall = heading + Grid.GAP + SIDE * height / width;
    double aspect = (double) (SIDE + Grid.GAP) / tall;
    return new Grid(cells, aspect).figure("", SIDE + Grid.GAP, grid -> Sheet.of(grid, ""));
  }

  /** Draws {@code image} as large as possible. */
  private static Panel panel(BufferedImage image) {
    return (g, width, height) -> {
      double scale =
          Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
      double wide = scale * image.getWidth();
      Pixels.draw(g, image, new Rectangle2D.Double(0, 0, wide, scale * image.getHeight()));
    };
  }
}
