"""What can be asked about certificates of service."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import CertificateIssued, CertificateRequested, CertificateRevoked
from contracts.points.kinds import CertificateState, PartyKind, PersonalField
from contracts.roles import ANYONE, EVERYBODY, Role
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Hand, Party
from services.points.personal import store as personal
from services.points.personal.entrypoints.keyed import Keyed
from services.points.personal.sealing import Place
from services.points.volunteers import codes, refusals, rules
from services.points.volunteers.answering import certificate_of, check_of, notice_of
from services.points.volunteers.rules import Certificate
from services.points.volunteers.store import certificates as store
from services.points.volunteers.store import records

REQUESTERS = (Role.RESIDENT, Role.COMMUNITY_STAFF)
ISSUERS = (Role.APPROVER,)
REVOKERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR, *REVOKERS)
SEES_CODES = (Role.COMMUNITY_STAFF, Role.APPROVER)


class Certificates(Keyed):
    """Asked for, seven days in public, issued by a second person, verified by anybody, revoked with a reason."""

    @command(requests.RequestCertificate, may=REQUESTERS)
    def request_certificate(self, work: Work, asked: requests.RequestCertificate) -> answers.Certificate:
        """Take down the record of the period and put it under notice; the same again is answered alike.

        Refuses PartyNotFound, CertificatePeriodUnfit, NothingToCertify, TooMuchToCertify, CertificateIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if asked.party_id not in {None, by.party_id} and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise parties.PartyNotFound
        holder = party_store.require_party(work, asked.party_id or by.party_id)
        wanted = _wanted(work, asked, holder=holder, by=by)
        known = store.find(work, wanted.certificate_id)
        if known is None:
            known = self._take_down(work, wanted)
        if not known.same_as(wanted):
            raise refusals.CertificateIdTaken
        return _shown(work, known)

    @command(requests.IssueCertificate, may=ISSUERS)
    def issue_certificate(self, work: Work, asked: requests.IssueCertificate) -> answers.Certificate:
        """Issue it under the next number of the year, if the record is still what was under notice.

        Refuses CertificateNotFound, CertificateInOtherState, OwnCertificate, CertificateNoticeRunning, NotAnIssuer, RecordChanged,
        NothingToCertify, ActorUnknown.
        """
        certificate, holder, by = _locked(work, asked.certificate_id)
        rules.check_issue(certificate, by=by, holder=holder)
        issuer = party_store.find_parties(work, [asked.issuer_id]).get(asked.issuer_id)
        if issuer is None or issuer.kind is not PartyKind.ORGANISATION or issuer.party_id not in by.ties:
            raise refusals.NotAnIssuer
        if _lines_now(work, certificate) != store.lines_of(work, certificate.certificate_id):
            raise refusals.RecordChanged
        year = civil_day(work.now).year
        number = f"ZY-{year}-{store.next_number(work, year):06d}"
        issued = rules.issue(certificate, number=number, issuer_id=issuer.party_id, contact=asked.contact, by=by)
        saved = store.save(work, issued)
        work.emit(
            CertificateIssued(
                community=work.community,
                certificate_id=saved.certificate_id,
                party_id=saved.party_id,
                number=number,
            )
        )
        return _shown(work, saved)

    @command(requests.DeclineCertificate, may=ISSUERS)
    def decline_certificate(self, work: Work, asked: requests.DeclineCertificate) -> answers.Certificate:
        """Not issue it. Refuses CertificateNotFound, CertificateInOtherState, OwnCertificate, ActorUnknown."""
        certificate, holder, by = _locked(work, asked.certificate_id)
        declined = rules.decline(certificate, by=by, holder=holder, reason=asked.reason)
        return _shown(work, store.save(work, declined))

    @command(requests.RevokeCertificate, may=REVOKERS)
    def revoke_certificate(self, work: Work, asked: requests.RevokeCertificate) -> answers.Certificate:
        """Make it worth nothing, with a reason. Refuses CertificateNotFound, CertificateInOtherState, OwnCertificate, ActorUnknown."""
        certificate, holder, by = _locked(work, asked.certificate_id)
        revoked = store.save(work, rules.revoke(certificate, by=by, holder=holder, reason=asked.reason))
        work.emit(
            CertificateRevoked(
                community=work.community,
                certificate_id=revoked.certificate_id,
                party_id=revoked.party_id,
                number=revoked.number or "",
            )
        )
        return _shown(work, revoked)

    @query(requests.GetCertificate, may=EVERYBODY)
    def get_certificate(self, work: Work, asked: requests.GetCertificate) -> answers.Certificate:
        """One certificate, for its holder and those who issue and audit.

        The whole name is on it for the holder alone; staff who need it reveal it with a reason. The check code is for the holder and
        those who hand certificates out. Refuses CertificateNotFound.
        """
        certificate = store.require(work, asked.certificate_id)
        own = certificate.party_id == work.actor.party_id
        if not own and not work.actor.is_any(*SEES_ALL):
            raise refusals.CertificateNotFound
        coded = own or work.actor.is_any(*SEES_CODES)
        return certificate_of(
            certificate,
            known=party_store.find_parties(work, [certificate.party_id, certificate.issuer_id]),
            lines=store.lines_of(work, certificate.certificate_id),
            code=self._code(work, certificate) if coded and certificate.number is not None else None,
            name=self._name(work, certificate) if own else None,
        )

    @query(requests.ListCertificates, may=EVERYBODY)
    def list_certificates(self, work: Work, asked: requests.ListCertificates) -> answers.CertificatePage:
        """One's own, or all for those who issue and audit. Refuses ActorUnknown."""
        party_id = None if work.actor.is_any(*SEES_ALL) else party_store.hand_of(work).party_id
        found, next_key = store.page(work, party_id=party_id, after=asked.after, limit=asked.limit)
        known = party_store.find_parties(work, {one for each in found for one in (each.party_id, each.issuer_id)})
        return answers.CertificatePage(
            items=tuple(certificate_of(one, known=known) for one in found), next_key=next_key
        )

    @query(requests.ListCertificateNotices, may=ANYONE)
    def list_certificate_notices(
        self, work: Work, asked: requests.ListCertificateNotices
    ) -> answers.CertificateNoticePage:
        """What is under notice now, with masked names, so that anybody may object at the office."""
        found, next_key = store.page(work, noticed_at=work.now, after=asked.after, limit=asked.limit)
        known = party_store.find_parties(work, {one.party_id for one in found})
        return answers.CertificateNoticePage(
            items=tuple(notice_of(one, known[one.party_id]) for one in found), next_key=next_key
        )

    @query(requests.VerifyCertificate, may=ANYONE)
    def verify_certificate(self, work: Work, asked: requests.VerifyCertificate) -> answers.CertificateCheck:
        """Tell whoever was shown a certificate whether it is genuine and stands. Refuses CertificateNotFound."""
        certificate = store.numbered(work, asked.number)
        # An unknown number and a wrong code look the same and take the same.
        right = codes.matches(asked.check_code, self._code(work, certificate))
        if certificate is None or not right:
            raise refusals.CertificateNotFound
        return check_of(
            certificate, known=party_store.find_parties(work, [certificate.party_id, certificate.issuer_id])
        )

    def _code(self, work: Work, certificate: Certificate | None) -> str:
        certificate_id, number = (certificate.certificate_id, certificate.number) if certificate else ("", "")
        return codes.code_of(self.secret, community=work.community, certificate_id=certificate_id, number=number or "")

    def _name(self, work: Work, certificate: Certificate) -> str | None:
        field = PersonalField.LEGAL_NAME
        value = personal.find_values(work, certificate.party_id).get(field)
        if value is None:
            return None
        place = Place(community=work.community, party_id=certificate.party_id, field=field.value)
        return self.keys.open(value.sealed, place)

    def _take_down(self, work: Work, wanted: Certificate) -> Certificate:
        """Keep it with the lines of its period. Refuses CertificatePeriodUnfit, NothingToCertify, TooMuchToCertify, CertificateIdTaken."""
        rules.check_period(first_day=wanted.first_day, last_day=wanted.last_day, today=civil_day(work.now))
        lines = _lines_now(work, wanted)
        certificate = rules.summed(wanted, lines)
        if not store.add(work, certificate, lines):
            return store.require(work, wanted.certificate_id)
        work.emit(
            CertificateRequested(
                community=work.community,
                certificate_id=certificate.certificate_id,
                party_id=certificate.party_id,
                notice_ends_at=certificate.notice_ends_at,
            )
        )
        return certificate


def _lines_now(work: Work, certificate: Certificate) -> list[rules.Line]:
    services = records.services_of(
        work,
        certificate.party_id,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        limit=rules.LINES_MAX + 1,
    )
    rules.check_services(services)
    return rules.lines_of(certificate.certificate_id, services)


def _locked(work: Work, certificate_id: str) -> tuple[Certificate, Party, Hand]:
    by = party_store.hand_of(work)
    certificate = store.require(work, certificate_id, lock=True)
    work.expect_version(certificate.version)
    return certificate, party_store.require_party(work, certificate.party_id), by


def _shown(work: Work, certificate: Certificate) -> answers.Certificate:
    known = party_store.find_parties(work, [certificate.party_id, certificate.issuer_id])
    return certificate_of(certificate, known=known)


def _wanted(work: Work, asked: requests.RequestCertificate, *, holder: Party, by: Hand) -> Certificate:
    return Certificate(
        certificate_id=asked.certificate_id,
        party_id=holder.party_id,
        first_day=asked.first_day,
        last_day=asked.last_day,
        minutes=0,
        services=0,
        state=CertificateState.UNDER_NOTICE,
        requested_by=by.party_id,
        requested_at=work.now,
        notice_ends_at=work.now + rules.NOTICE,
    )
