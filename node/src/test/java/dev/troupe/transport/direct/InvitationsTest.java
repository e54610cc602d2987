package dev.troupe.transport.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.transport.Invitation;
import dev.troupe.transport.Invitation.Token;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InvitationsTest {
    private static final String SELF = "b:1";
    private static final String GUEST = "a:1";

    private final Invitations invitations = new Invitations(SELF, new Random(5));
    private final Invitation invitation = invitations.invite(GUEST, 77, 1000);

    private static Hello hello(Invitation invitation, String from) {
        return new Hello(from, invitation.guest());
    }

    @Test
    void ofTwoNodesOneInvites() {
        assertThat(invitations.isHostTo(GUEST)).isTrue();
        assertThat(new Invitations(GUEST, new Random(5)).isHostTo(SELF)).isFalse();
    }

    @Test
    void invitationSaysWhereToComeAndHoldsOnce() {
        assertThat(invitation.from()).isEqualTo(SELF);
        assertThat(invitation.port()).isEqualTo(77);
        assertThat(invitations.admit(hello(invitation, GUEST), 1001)).isPresent();
        assertThat(invitations.admit(hello(invitation, GUEST), 1001)).isEmpty();
    }

    @Test
    void whoIsLetInIsToldWhatOnlyTheHostKnows() {
        assertThat(invitations.admit(hello(invitation, GUEST), 1001)).contains(new Hello(SELF, invitation.host()));
        assertThat(invitation.host()).isNotEqualTo(invitation.guest());
    }

    @Test
    void whoIsNoMemberAnyMoreIsInvitedNoMore() {
        invitations.forget(GUEST);
        assertThat(invitations.admit(hello(invitation, GUEST), 1001)).isEmpty();
    }

    @Test
    void nobodyElseComesOnIt() {
        assertThat(invitations.admit(hello(invitation, "c:1"), 1001)).isEmpty();
        Token guest = invitation.guest();
        Hello guessed = new Hello(GUEST, new Token(guest.high(), guest.low() + 1));
        assertThat(invitations.admit(guessed, 1001)).isEmpty();
        assertThat(invitations.admit(new Hello(GUEST, new Token(guest.high() + 1, guest.low())), 1001))
                .isEmpty();
        assertThat(invitations.admit(new Hello(GUEST, invitation.host()), 1001)).isEmpty();
        assertThat(invitations.admit(hello(invitation, GUEST), 1001)).isPresent();
    }

    @Test
    void itIsOverAfterAWhileAndWithTheNextOne() {
        long late = 1000 + Invitations.VALID_MILLIS;
        assertThat(invitations.admit(hello(invitation, GUEST), late)).isEmpty();
        Invitation next = invitations.invite(GUEST, 77, late);
        assertThat(next.guest()).isNotEqualTo(invitation.guest());
        assertThat(invitations.admit(hello(invitation, GUEST), late)).isEmpty();
        assertThat(invitations.admit(hello(next, GUEST), late + 1)).isPresent();
    }

    @Test
    void nobodyReadsTheTokenInALog() {
        assertThat(invitation.toString() + hello(invitation, GUEST))
                .doesNotContain(
                        Long.toString(invitation.guest().high()),
                        Long.toString(invitation.host().low()));
    }
}
