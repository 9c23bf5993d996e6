package ai.miniai.examples.faults;

import ai.miniai.doctor.Pattern;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A training and what the doctor said of it.
 *
 * @param run how it went
 * @param opinion the doctor's opinion
 * @param judgement what that was worth
 */
record JudgedRun(FaultRun run, Opinion opinion, FaultJudgement judgement) {
  /** In three lines: how the run went, the headline, and what that is worth. */
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
        .put("severity", opinion.severity().toString().toLowerCase(Locale.ROOT))
        .put("pattern", opinion.pattern().map(Pattern::label).orElse(""))
        .put("headline", opinion.headline())
        .put("recognised", judgement.recognised())
        .put("cause", judgement.cause())
        .put("alarm", judgement.alarm())
        .put("why", judgement.why());
  }

  private double firstLoss() {
    return loss(0);
  }

  private double lastLoss() {
    return loss(run.record().losses().training().size() - 1);
  }

  private double loss(int batch) {
    return run.record().losses().training().get(batch);
  }
}
