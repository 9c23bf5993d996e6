package ai.miniai.examples.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Locale;

/**
 * A training and what the doctor said of it.
 *
 * @param run how it went
 * @param opinion the doctor's opinion
 * @param judgement what that was worth
 */
record JudgedRun(FaultRun run, Opinion opinion, FaultJudgement judgement) {
  /** In two lines, the first of which tells how the run went. */
  String text() {
    return String.format(
        Locale.ROOT,
        "loss %.3g > %.3g, %s%n             %s%n             %s",
        firstLoss(),
        lastLoss(),
        run.outcome().text(),
        opinion.headline(),
        judgement.why());
  }

  /** Adds the fields of this run to an object. */
  void write(ObjectNode node) {
    node.put("first_loss", firstLoss())
        .put("last_loss", lastLoss())
        .put("error", run.outcome().error())
        .put("guessing", run.outcome().guessing())
        .put("ends_well", run.outcome().endsWell())
        .put(
            "severity",
            opinion.severity().map(s -> s.toString().toLowerCase(Locale.ROOT)).orElse("none"))
        .put("pattern", opinion.pattern())
        .put("headline", opinion.headline())
        .put("recognised", judgement.recognised())
        .put("cause", judgement.cause())
        .put("alarm", judgement.alarm())
        .put("why", judgement.why());
  }

  private double firstLoss() {
    List<Double> losses = run.record().losses().training();
    return Iterables.getFirst(losses, Double.NaN);
  }

  private double lastLoss() {
    return Iterables.getLast(run.record().losses().training(), Double.NaN);
  }
}
