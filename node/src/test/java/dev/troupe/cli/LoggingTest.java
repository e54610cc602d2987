package dev.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private static final String FILE = "logback.configurationFile";

    private final String before = System.getProperty(FILE, "");

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(FILE);
        } else {
            System.setProperty(FILE, before);
        }
    }

    @Test
    void programsLogAsTheFileOfThisJarSays() {
        System.clearProperty(FILE);
        Logging.configure();
        assertThat(System.getProperty(FILE)).isEqualTo("troupe-logback.xml");
        assertThat(Logging.class.getResource("/" + System.getProperty(FILE))).isNotNull();
    }

    @Test
    void fileThatTheOperatorNamesWins() {
        System.setProperty(FILE, "/etc/troupe/logback.xml");
        Logging.configure();
        assertThat(System.getProperty(FILE)).isEqualTo("/etc/troupe/logback.xml");
    }

    @Test
    void applicationsFindNoConfigurationOfTheirLogInThisJar() {
        assertThat(Logging.class.getResource("/logback.xml")).isNull();
    }
}
