package ai.miniai.examples;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a training: losses, all layers at one glance, and the histograms of layers. */
final class TrainPictures {
  private TrainPictures() {}

  /** Draws the pictures, and returns their files. */
  static List<Path> draw(RunRecord run, String title, Path folder) {
    ImmutableMap.Builder<String, Figure> figures = ImmutableMap.builder();
    figures.put("loss", Plots.lossCurve(run).title(title + ": loss"));
    figures.put("overview", Plots.overview(run).title(title + ": all layers"));
    run.recording(Quantity.ACTIVATIONS).ifPresent(recording -> add(figures, recording, title));
    List<Path> files = new ArrayList<>();
    List<Runnable> drawings = new ArrayList<>();
    figures
        .buildOrThrow()
        .forEach(
            (name, figure) -> {
              Path file = folder.resolve(name + ".png");
              files.add(file);
              drawings.add(() -> figure.save(file));
            });
    SideBySide.run(drawings);
    return files;
  }

  private static void add(
      ImmutableMap.Builder<String, Figure> figures, Recording activations, String title) {
    figures.put("stats", Plots.plotStats(activations).title(title + ": activations"));
    figures.put("color-dim", Plots.colorDim(activations).title(title + ": histograms"));
  }
}
