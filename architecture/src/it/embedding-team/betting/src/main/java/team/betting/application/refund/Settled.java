package team.betting.application.refund;

import keiba.domain.money.Yen;
import team.betting.domain.ticket.Ticket;

/** A ticket and what it paid. */
public record Settled(Ticket ticket, Yen payout) {}
