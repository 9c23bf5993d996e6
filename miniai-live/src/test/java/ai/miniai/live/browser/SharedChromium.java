package ai.miniai.live.browser;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all tests the same browser, since it takes seconds to start one. Each test opens a page of
 * its own in it.
 */
final class SharedChromium implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedChromium.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Chromium.class;
  }

  /** The store closes the browser after the last test. */
  @Override
  public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Chromium chromium =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Chromium.class, any -> Chromium.start(), Chromium.class);
    chromium.leave().complaints(); // about what an earlier test has left
    return chromium.size(900, 900).theme("light");
  }
}
