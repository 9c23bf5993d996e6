package ai.miniai.examples.battery.record;

import java.io.IOException;

/** A training run of a battery, not trained yet. */
public interface Trial {
  /** Its name, from which the name of its file is derived. */
  String id();

  Part part();

  /** Trains, stores the record and the result in {@code store}, and returns the result. */
  double train(BatteryStore store) throws IOException;
}
