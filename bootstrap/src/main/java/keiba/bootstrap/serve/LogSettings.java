package keiba.bootstrap.serve;

import keiba.bootstrap.LogFormat;
import keiba.bootstrap.LogLevel;
import keiba.bootstrap.Logging;

/** How this process writes its log. */
record LogSettings(LogFormat format, LogLevel level) {

    /** @throws IllegalArgumentException if a value is none of those that there are */
    static LogSettings of(Configuration configuration) {
        return new LogSettings(
                LogFormat.parse(configuration.require(Setting.LOG_FORMAT)),
                LogLevel.parse(configuration.require(Setting.LOG_LEVEL)));
    }

    /** Writes so from now on. */
    void use() {
        Logging.use(format, level);
    }
}
