package keiba.adapter.http;

import io.helidon.logging.common.spi.LoggingProvider;

/** Has Helidon leave the setting up of logging to the program, and not say on each start that it finds none of its own. */
public final class LoggingByTheProgram implements LoggingProvider {

    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
