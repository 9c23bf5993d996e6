package ai.miniai.bench;

import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.recording.Quantity;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Measures the cost of recording statistics while DL4J trains, with DL4J's own listener and with
 * ours. Both listen to the same steps, and the time that each takes is measured directly, because a
 * whole step takes a hundred times as long and varies by more than that. The order of the two
 * alternates, because the second one finds the numbers in the cache.
 *
 * @param workload the network and the batch size
 * @param race how often and for how long
 */
record WatchRun(Workload workload, Race race) {
  private static final int WARM_UP_STEPS = 10;
  private static final double FIRST_GUESS_SECONDS = 0.2;

  void run(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s%n%s of DL4J, batch size %d, %d rounds; median [least, most]%n",
        Machine.describe(),
        workload.model(),
        workload.batchSize(),
        race.rounds());
    measure(
        out,
        "activations",
        Dl4jListener.of(false),
        new StatsTrainingListener(Quantity.ACTIVATIONS));
    measure(out, "all", Dl4jListener.of(true), new StatsTrainingListener());
  }

  private void measure(
      PrintStream out, String what, TrainingListener dl4j, TrainingListener miniai) {
    Dl4jNetwork network = Dl4jNetwork.of(workload.model());
    ImmutableList<DataSet> batches =
        Dl4jProgram.batches(workload.model().data(), workload.batchSize());
    ListenerClock theirs = new ListenerClock(dl4j);
    ListenerClock ours = new ListenerClock(miniai);
    List<TrainingListener> listeners = List.of(theirs.watched(), ours.watched());
    network.model().setListeners(listeners.toArray(new TrainingListener[0]));
    train(network, batches, WARM_UP_STEPS);

    int steps = race.turn().steps(FIRST_GUESS_SECONDS);
    List<Double> bare = new ArrayList<>();
    List<Double> byThem = new ArrayList<>();
    List<Double> byUs = new ArrayList<>();
    for (int round = 0; round < race.rounds(); round++) {
      listeners = Lists.reverse(listeners);
      network.model().setListeners(listeners.toArray(new TrainingListener[0]));
      theirs.restart();
      ours.restart();
      double whole = train(network, batches, steps);
      byThem.add(theirs.restart() / steps);
      byUs.add(ours.restart() / steps);
      bare.add(whole / steps - byThem.get(round) - byUs.get(round));
    }
    report(out, what, Series.of(bare), Series.of(byThem), Series.of(byUs));
  }

  /** Trains, and returns the milliseconds that it took. */
  private static double train(Dl4jNetwork network, List<DataSet> batches, int steps) {
    long begin = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      network.step().accept(batches.get(i % batches.size()));
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private static void report(
      PrintStream out, String what, Series bare, Series theirs, Series ours) {
    out.printf("%n%s: a step takes %s ms without listeners%n", what, bare.text("%.1f"));
    out.printf("  dl4j    %s ms, %s %% more%n", theirs.text("%.1f"), percent(theirs.ratioTo(bare)));
    out.printf("  miniai  %s ms, %s %% more%n", ours.text("%.1f"), percent(ours.ratioTo(bare)));
    out.printf("  ratio   %s times cheaper%n", theirs.ratioTo(ours).text("%.1f"));
  }

  private static String percent(Series shares) {
    return shares.map(share -> 100 * share).text("%.1f");
  }
}
